import './shell/older.js';
import { start } from './shell/start.js';

start(document.getElementById('app'));
